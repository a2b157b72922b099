package dev.writ.mcp.json;

/** Bytes that are not one JSON value which everyone reads alike. The message is a clause: "it is empty". */
public final class MalformedJson extends Exception {
    public MalformedJson(String why) {
        super(why);
    }
}
