/** The demonstration: three scenarios as real runs, each claim read back from the database. */
@NullMarked
package dev.writ.cli.demo;

import org.jspecify.annotations.NullMarked;
