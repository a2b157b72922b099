/**
 * The {@code github} tool: git on repositories inside the workspace, and pull requests. All git work is done in this
 * process by JGit; the git executable, hooks, filters, credential helpers and configuration outside the repository are
 * never used.
 */
@NullMarked
package dev.writ.tool.git;

import org.jspecify.annotations.NullMarked;
