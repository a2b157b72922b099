/** People other than the one who runs the server: who they are, what they may do, and the token they show. */
@NullMarked
package dev.writ.account;

import org.jspecify.annotations.NullMarked;
