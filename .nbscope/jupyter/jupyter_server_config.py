"""Sends small kernel replies to the browser at once (TCP_NODELAY); NBSCOPE_NODELAY=0 leaves Jupyter as it is.

Without it a reply of a few KB waits about 40 ms behind the kernel's `busy` message: Nagle's algorithm in the server
holds it back until the browser has acknowledged the one before. nbscope's widgets avoid the wait by themselves; other
widgets gain by this.
"""

import os

if os.environ.get("NBSCOPE_NODELAY", "1") != "0":
    from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

    class NoDelayConnection(ZMQChannelsWebsocketConnection):
        """The stock connection, with the socket option set before the first message."""

        def connect(self):
            self.websocket_handler.set_nodelay(True)
            return super().connect()

    c.ServerApp.kernel_websocket_connection_class = NoDelayConnection  # noqa: F821, c comes from traitlets
