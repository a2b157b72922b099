package dev.writ.tool.git;

import java.net.URI;

/**
 * Where pull requests are made and what authorizes them.
 *
 * @param host host of the remotes the token belongs to, with its port where one is given; the token goes nowhere else
 * @param api base of the REST API, for instance {@code https://api.github.com}
 * @param tokenVariable name under which the token is looked up; the token itself is never configured here
 */
public record GitHubSettings(String host, URI api, String tokenVariable) {
    public static GitHubSettings defaults() {
        return new GitHubSettings("github.com", URI.create("https://api.github.com"), "GITHUB_TOKEN");
    }
}
