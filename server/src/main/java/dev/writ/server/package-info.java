/** The HTTP API, its pages, and the one place where everything is put together. */
@NullMarked
package dev.writ.server;

import org.jspecify.annotations.NullMarked;
