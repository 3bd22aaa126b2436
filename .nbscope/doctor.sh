# nbscope doctor: what was found on this machine. Sourced by ../nbscope.

row() { printf '%-18s %s\n' "$1" "$2"; }

found_or() { [ -n "$1" ] && printf '%s' "$1" || printf '%s' "$2"; }

doctor_command() {
  [ $# -eq 0 ] || wrong_use "doctor takes no arguments"
  doctor_tools
  doctor_jupyter
  doctor_natives
  doctor_java
}

doctor_tools() {
  if find_jdk; then
    row "JDK" "$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$JAVA_HOME/release") in $JAVA_HOME"
  else
    row "JDK" "none of 25 or newer${JDK_SEEN:+ (only:$JDK_SEEN)}; install one or set JAVA_HOME"
  fi
  row "Kernel flags" "$KERNEL_FLAGS"
  [ -n "${JAVA_TOOL_OPTIONS:-}" ] && row "JAVA_TOOL_OPTIONS" "$JAVA_TOOL_OPTIONS"
  row "Maven" "$(found_or "$(maven_version)" "not found; 3.8.7 or newer is needed to build")"
  row "Node.js" "$(found_or "$(node --version 2>/dev/null)" "not found; 20 or newer is needed to build")"
  if find_python; then
    row "Python" "$("$PYTHON" -c 'import platform; print(platform.python_version())') in $PYTHON"
  else
    row "Python" "none of 3.11 or newer; needed for JupyterLab"
  fi
  if find_chromium; then
    row "Chromium" "$CHROMIUM"
  else
    row "Chromium" "not found; needed for demo --once and for the browser tests"
  fi
}

doctor_jupyter() {
  if [ ! -x "$ENV/bin/jupyter-lab" ]; then
    row "JupyterLab" "not set up yet; ./nbscope demo does it"
    return
  fi
  row "JupyterLab" "$("$ENV/bin/python" -c 'from importlib.metadata import version as v
print(v("jupyterlab"), "with anywidget", v("anywidget"), "and jupyter_server", v("jupyter_server"))') in $ENV"
  row "Kernels" "$(ls "$ENV/share/jupyter/kernels" 2>/dev/null | tr '\n' ' ')"
  if [ "${NBSCOPE_NODELAY:-1}" != 0 ]; then
    row "Server setting" "on: small replies are sent at once (NBSCOPE_NODELAY=0 turns it off)"
  else
    row "Server setting" "off (NBSCOPE_NODELAY=0): Jupyter as it comes"
  fi
}

doctor_natives() {
  row "OpenCL loader" "$(has_library libOpenCL.so.1 && echo found || echo "not found (libOpenCL.so.1); Java computes")"
  row "OpenCL drivers" "$(found_or "$(ls /etc/OpenCL/vendors 2>/dev/null | tr '\n' ' ')" "none")"
  row "libjxr0" "$(has_library libjxrglue.so.0 && echo found || echo "not found; JPEG-XR tiles of CZI files need it")"
}

doctor_java() {
  [ -d "$LIB" ] && [ -n "${JAVA_HOME:-}" ] || {
    row "nbscope" "not built yet; ./nbscope demo does it"
    return
  }
  java_cli doctor 2>"$LOGS/doctor.log" || {
    row "nbscope" "the Java part does not start:"
    show_log doctor
    return 1
  }
}
