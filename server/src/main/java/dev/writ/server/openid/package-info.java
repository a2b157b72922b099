/** Lets agents in with access tokens (JWT) of an external OpenID provider: whose tokens, for whom, and as what agent. */
@NullMarked
package dev.writ.server.openid;

import org.jspecify.annotations.NullMarked;
