package dev.writ.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** What is done with the input and the output of a box. */
@FunctionalInterface
interface BoxStreams {
    /** They are used by whoever started the box. */
    BoxStreams LEFT_OPEN = (input, output) -> {};

    /** Called once, on a thread that waits for nothing else until the box is over. */
    void use(OutputStream input, InputStream output) throws IOException;
}
