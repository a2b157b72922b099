/**
 * The tool server {@code file_system}: {@code file_system_listing} reads below the workspace root, {@code file_edit}
 * changes what is there and can take every change back.
 */
@NullMarked
package dev.writ.tool.file;

import org.jspecify.annotations.NullMarked;
