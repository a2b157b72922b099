/** What a grant could touch if it were given, for the person who decides on it: counted now, within limits. */
@NullMarked
package dev.writ.tool.reach;

import org.jspecify.annotations.NullMarked;
