# Starts JupyterLab on a free port and waits for its address. Sourced by ../nbscope.

random_token() { "$ENV/bin/python" -c 'import secrets; print(secrets.token_hex(16))'; }

# start_lab FOLDER: sets LAB_PID and LAB_URL (http://127.0.0.1:PORT); the token is in LAB_TOKEN.
# The token travels in the environment, so that it does not show in the list of processes.
start_lab() {
  local folder=$1 info="" root="" waited=0
  LAB_TOKEN=$(random_token)
  is_root && root=--allow-root
  export JUPYTER_TOKEN=$LAB_TOKEN
  in_background "$LOGS/jupyterlab.log" "$ENV/bin/python" -m jupyterlab --no-browser --ip=127.0.0.1 $root \
    --ServerApp.root_dir="$folder" --ServerApp.open_browser=False
  LAB_PID=$STARTED
  unset JUPYTER_TOKEN
  while [ $waited -lt 600 ]; do
    kill -0 "$LAB_PID" 2>/dev/null || return 1
    for info in "$JUPYTER_RUNTIME_DIR"/jpserver-*.json; do
      [ -f "$info" ] && LAB_URL=$(server_url "$info" "$LAB_PID") && return 0
    done
    sleep 0.1
    waited=$((waited + 1))
  done
  return 1
}

# The address in a server's info file, when that server is ours and answers.
server_url() {
  "$ENV/bin/python" - "$1" "$2" <<'PY'
import json, sys, urllib.request
info = json.load(open(sys.argv[1]))
if info["pid"] != int(sys.argv[2]):
    sys.exit(1)
url = f"http://127.0.0.1:{info['port']}"
urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"{url}/api", timeout=5).read()
print(url)
PY
}
