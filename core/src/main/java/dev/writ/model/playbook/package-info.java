/** The offline model: recognises a limited set of requests and works them off with the offered functions. */
@NullMarked
package dev.writ.model.playbook;

import org.jspecify.annotations.NullMarked;
