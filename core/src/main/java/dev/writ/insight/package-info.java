/** What the events say: usage, failures, patterns, effectiveness and review counters. */
@NullMarked
package dev.writ.insight;

import org.jspecify.annotations.NullMarked;
