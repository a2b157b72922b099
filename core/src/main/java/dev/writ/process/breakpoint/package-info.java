/** Where a person wants tasks held before a call is made. */
@NullMarked
package dev.writ.process.breakpoint;

import org.jspecify.annotations.NullMarked;
