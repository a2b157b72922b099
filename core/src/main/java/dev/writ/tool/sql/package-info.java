/** The {@code sql_lite} tool server: named, parametrised, read-only queries over Writ's own and declared databases. */
@NullMarked
package dev.writ.tool.sql;

import org.jspecify.annotations.NullMarked;
