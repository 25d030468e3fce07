package io.envsnap.testkit.vm;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that boots machines: skipped with the reason where that cannot be, but a failure when
 * {@code CI=true}, so that a gate never passes by testing nothing.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(VmCondition.class)
public @interface NeedsVm {}
