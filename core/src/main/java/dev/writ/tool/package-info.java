/** Operations, the tool servers that offer them, and the gateway every call passes. */
@NullMarked
package dev.writ.tool;

import org.jspecify.annotations.NullMarked;
