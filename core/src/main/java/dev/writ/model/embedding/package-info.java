/** What texts mean, in numbers: models that turn texts into vectors. */
@NullMarked
package dev.writ.model.embedding;

import org.jspecify.annotations.NullMarked;
