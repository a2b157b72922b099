/** Lets people log in with an OpenID provider, and agents in with its access tokens (JWT): whose, for whom, and as what. */
@NullMarked
package dev.writ.server.openid;

import org.jspecify.annotations.NullMarked;
