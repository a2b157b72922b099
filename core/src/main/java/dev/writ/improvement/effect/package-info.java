/** What an experiment has measured so far, for people to read: means before and after, and how sure they are. */
@NullMarked
package dev.writ.improvement.effect;

import org.jspecify.annotations.NullMarked;
