/** The words every floor uses: failures with a code and a way out, ids, JSON, redacted text. */
@NullMarked
package dev.writ;

import org.jspecify.annotations.NullMarked;
