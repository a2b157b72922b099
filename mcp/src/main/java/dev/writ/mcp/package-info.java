/** Words of the Model Context Protocol that all its parts share. */
@NullMarked
package dev.writ.mcp;

import org.jspecify.annotations.NullMarked;
