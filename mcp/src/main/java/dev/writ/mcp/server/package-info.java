/** What a server offers and who may use it: the words in which a server is written. */
@NullMarked
package dev.writ.mcp.server;

import org.jspecify.annotations.NullMarked;
