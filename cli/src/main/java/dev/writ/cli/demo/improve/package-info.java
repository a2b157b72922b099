/** The demonstration of how Writ improves itself: a poor configuration that nobody mends but Writ. */
@NullMarked
package dev.writ.cli.demo.improve;

import org.jspecify.annotations.NullMarked;
