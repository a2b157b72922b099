/** Model conversations kept in a file, and played back without a model. */
@NullMarked
package dev.writ.model.recording;

import org.jspecify.annotations.NullMarked;
