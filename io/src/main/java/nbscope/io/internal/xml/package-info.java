/// XML documents of files that nobody vouches for.
@NullMarked
package nbscope.io.internal.xml;

import org.jspecify.annotations.NullMarked;
