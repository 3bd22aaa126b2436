# nbscope info, verify, layout, convert, analyze, czi: files from a shell. Sourced by ../nbscope.

# Standard output belongs to the answer, so that the build, where one is needed, speaks on standard error.
prepare_files() {
  need_jdk
  take_lock
  ensure_front_end
  ensure_jars
  ! wants_spark "$@" || ensure_spark
  release_lock
}

files_command() {
  prepare_files "$@" >&2
  # shellcheck disable=SC2086
  if wants_spark "$@"; then
    "$JAVA_HOME/bin/java" $KERNEL_FLAGS "-Dlog4j2.configurationFile=$ROOT/.nbscope/spark/log4j2.properties" \
      -cp "$LIB/*:$SPARK_LIB/*" nbscope.cli.Main "$@"
  else
    "$JAVA_HOME/bin/java" $KERNEL_FLAGS -XX:+UseSerialGC -cp "$LIB/*" nbscope.cli.Main "$@"
  fi
}
