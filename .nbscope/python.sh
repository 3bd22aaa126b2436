# The private Python environment with JupyterLab, and Jupyter's folders. Sourced by ../nbscope.

ENV=$BUILD/python

USER_JUPYTER_DATA=${JUPYTER_DATA_DIR:-}

# Everything that Jupyter and Python would look for in the home folder lies in build/ instead.
export JUPYTER_CONFIG_DIR=$BUILD/jupyter/config
export JUPYTER_DATA_DIR=$BUILD/jupyter/data
export JUPYTER_RUNTIME_DIR=$BUILD/jupyter/runtime
export JUPYTERLAB_SETTINGS_DIR=$BUILD/jupyter/lab/settings
export JUPYTERLAB_WORKSPACES_DIR=$BUILD/jupyter/lab/workspaces
export IPYTHONDIR=$BUILD/jupyter/ipython
export PYTHONNOUSERSITE=1
export POCL_CACHE_DIR=$BUILD/pocl
unset PYTHONHOME PYTHONPATH JUPYTER_PATH JUPYTER_CONFIG_PATH JUPYTER_TOKEN

make_env() {
  rm -rf "$ENV"
  "$PYTHON" -m venv "$ENV" || {
    echo "python -m venv failed; on Debian and Ubuntu: apt-get install python3-venv"
    return 1
  }
  "$ENV/bin/python" -m pip install --quiet --no-input --disable-pip-version-check -r "$ROOT/notebooks/requirements.txt" &&
    "$ENV/bin/python" -m compileall -q "$ENV/lib" >/dev/null
  [ -x "$ENV/bin/jupyter-lab" ] || return 1
  mkdir -p "$ENV/share/jupyter/lab/settings" && cp "$ROOT/.nbscope/jupyter/overrides.json" "$ENV/share/jupyter/lab/settings/"
}

# What the browser tests and the Python peers of the benchmarks need on top.
ensure_peer_packages() {
  local list=$ROOT/io/src/test/fixtures/requirements.txt mark
  mark="$(cat "$STAMPS/python") $(cksum <"$list")"
  is_current peer "$mark" && return
  must "Python packages of tests and peers" peer "Is the Python package registry reachable? Then run this again." \
    "$ENV/bin/python" -m pip install --quiet --no-input --disable-pip-version-check -r "$list"
  mark_current peer "$mark"
}

# A virtual environment knows its own folder, so that a moved checkout makes a new one.
ensure_env() {
  local mark
  mark="$ENV $(cksum <"$ROOT/notebooks/requirements.txt") $(cksum <"$ROOT/.nbscope/jupyter/overrides.json")"
  if is_current python "$mark" && [ -x "$ENV/bin/jupyter-lab" ] && "$ENV/bin/python" -c '' 2>/dev/null; then
    say "Python environment: ready"
  else
    need_python
    must "Python environment with JupyterLab" python \
      "Is the Python package registry reachable, and is there room on the disk? Then run this again." make_env
    mark_current python "$mark"
  fi
  mkdir -p "$JUPYTER_CONFIG_DIR" "$JUPYTER_DATA_DIR" "$JUPYTER_RUNTIME_DIR" "$IPYTHONDIR"
  cmp -s "$ROOT/.nbscope/jupyter/jupyter_server_config.py" "$JUPYTER_CONFIG_DIR/jupyter_server_config.py" ||
    cp "$ROOT/.nbscope/jupyter/jupyter_server_config.py" "$JUPYTER_CONFIG_DIR/"
}
