/** The one way out of a box: a proxy of Writ's, outside, that lets a command reach the hosts that its call names. */
@NullMarked
package dev.writ.sandbox.network;

import org.jspecify.annotations.NullMarked;
