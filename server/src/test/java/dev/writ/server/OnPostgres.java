package dev.writ.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Has every {@link TestingWrit} of the test class store in PostgreSQL, in a database of its own for each folder. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(TestingPostgres.class)
@interface OnPostgres {}
