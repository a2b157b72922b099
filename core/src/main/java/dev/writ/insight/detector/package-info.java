/** Rules that find what could be improved in what agents, tools and processes did; {@code Detectors} lists them all. */
@NullMarked
package dev.writ.insight.detector;

import org.jspecify.annotations.NullMarked;
