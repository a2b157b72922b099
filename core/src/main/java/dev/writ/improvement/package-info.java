/**
 * How Writ improves itself: a {@link dev.writ.improvement.Proposal} changes one definition, an
 * {@link dev.writ.improvement.Experiment} tries it, cheapest first, and what measurably helps is kept.
 */
@NullMarked
package dev.writ.improvement;

import org.jspecify.annotations.NullMarked;
