/** Benchmarks and comparisons with other authorization engines. */
@NullMarked
package dev.writ.bench;

import org.jspecify.annotations.NullMarked;
