/// What a CZI file holds, in plain values: tiles, planes, channels, scenes, attachments.
@NullMarked
package nbscope.io.czi;

import org.jspecify.annotations.NullMarked;
