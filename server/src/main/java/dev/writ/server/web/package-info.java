/** The pages: their files, and who may see what is behind them. */
@NullMarked
package dev.writ.server.web;

import org.jspecify.annotations.NullMarked;
