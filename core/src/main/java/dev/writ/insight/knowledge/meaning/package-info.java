/** Finding documents by what they mean: vectors of an embedding model, kept in the database and compared in memory. */
@NullMarked
package dev.writ.insight.knowledge.meaning;

import org.jspecify.annotations.NullMarked;
