# Apache Spark, which only those fetch who ask for it: jars for a driver, and a whole one for the cluster of the tests.
# Sourced by ../nbscope.

SPARK_LIB=$BUILD/spark/lib
SPARK_ENV=$BUILD/spark/python
SPARK_LIST=$ROOT/compute-spark/src/test/cluster/requirements.txt

# The module's jar, Spark and what Spark needs; what nbscope has too stays in build/lib.
package_spark() {
  rm -rf "$SPARK_LIB.new" && mkdir -p "$SPARK_LIB.new" || return 1
  maven spark -Dquick -pl "$SPARK_MODULE" -am -Dmaven.test.skip=true "-Dnbscope.spark.lib=$SPARK_LIB.new" \
    package dependency:copy-dependencies@spark || return 1
  cp "$ROOT/$SPARK_MODULE"/target/quick/nbscope-compute-spark-*.jar "$SPARK_LIB.new/" || return 1
  rm -rf "$SPARK_LIB" && mv "$SPARK_LIB.new" "$SPARK_LIB"
}

spark_fingerprint() {
  (cd "$ROOT" && fingerprint pom.xml io/src/main compute/src/main $SPARK_MODULE/pom.xml $SPARK_MODULE/src/main &&
    printf '%s' "$JAVA_HOME")
}

ensure_spark() {
  local mark
  mark=$(spark_fingerprint)
  is_current spark "$mark" && [ -d "$SPARK_LIB" ] && return
  need_maven
  must "Apache Spark (220 MB at the first time)" spark \
    "Is the Maven repository reachable, and is there room on the disk? Then run this again." package_spark
  mark_current spark "$(spark_fingerprint)"
}

# The environment knows its own folder. A link leads to the package, whatever version of Python there is.
make_spark_env() {
  rm -rf "$SPARK_ENV" && mkdir -p "$BUILD/spark" && "$PYTHON" -m venv "$SPARK_ENV" || {
    echo "python -m venv failed; on Debian and Ubuntu: apt-get install python3-venv"
    return 1
  }
  "$SPARK_ENV/bin/python" -m pip install --quiet --no-input --disable-pip-version-check --no-compile -r "$SPARK_LIST" &&
    ln -s "$("$SPARK_ENV/bin/python" -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))')" "$SPARK_ENV/pyspark"
}

# What the tests start a master and workers from.
ensure_spark_cluster() {
  local mark
  mark="$SPARK_ENV $(cksum <"$SPARK_LIST")"
  is_current spark-cluster "$mark" && [ -d "$SPARK_ENV/pyspark/jars" ] && return
  need_python
  must "Apache Spark for its tests (PySpark, 450 MB at the first time)" spark-cluster \
    "Is the Python package registry reachable, and is there room on the disk? Then run this again." make_spark_env
  mark_current spark-cluster "$mark"
}

spark_command() {
  [ $# -eq 0 ] || wrong_use "spark takes no arguments"
  need_jdk
  take_lock
  ensure_front_end
  ensure_jars
  ensure_spark
  say ""
  say "In a notebook with nbscope's Java kernel, before anything else of Spark:"
  say ""
  say "  %jars $SPARK_LIB/*.jar"
  say ""
  say "For spark-submit, what nbscope needs beside your own jar:"
  say ""
  say "  --jars $(spark_submit_jars)"
}

# On the path of a cluster's own Spark: nbscope, and what Spark does not have.
spark_submit_jars() {
  ls "$LIB"/nbscope-io-*.jar "$LIB"/nbscope-compute-*.jar "$SPARK_LIB"/nbscope-compute-spark-*.jar \
    "$LIB"/aircompressor-v3-*.jar "$LIB"/jhdf-*.jar | tr '\n' ',' | sed 's/,$//'
}

# wants_spark ARGUMENT...: whether a command of the shell was asked to run there.
wants_spark() {
  case " $* " in *" --executor spark "* | *" --executor=spark "*) return 0 ;; esac
  return 1
}
