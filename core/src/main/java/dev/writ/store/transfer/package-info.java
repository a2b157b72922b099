/** Moves all rows of one database into another, and proves that they arrived. */
@NullMarked
package dev.writ.store.transfer;

import org.jspecify.annotations.NullMarked;
