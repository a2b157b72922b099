/** Behaviour out of the ordinary: found by fixed rules, explained with its numbers, and taught by people. */
@NullMarked
package dev.writ.insight.anomaly;

import org.jspecify.annotations.NullMarked;
