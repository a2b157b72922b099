/** What may be believed and what must not leave: labels, what operations do with information, and whose choice a target is. */
@NullMarked
package dev.writ.label;

import org.jspecify.annotations.NullMarked;
