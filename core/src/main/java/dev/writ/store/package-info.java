/** Connection pools, transactions with group commit, and migrations. */
@NullMarked
package dev.writ.store;

import org.jspecify.annotations.NullMarked;
