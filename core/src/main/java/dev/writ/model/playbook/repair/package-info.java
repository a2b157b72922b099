/** Rules from a failure to the smallest change that may fix it. */
@NullMarked
package dev.writ.model.playbook.repair;

import org.jspecify.annotations.NullMarked;
