/** Both eras of the protocol, whatever carries the messages. */
@NullMarked
package dev.writ.mcp.engine;

import org.jspecify.annotations.NullMarked;
