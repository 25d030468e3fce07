package io.envsnap.cli.story;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Too long for the gate, which has to end in time on a slow machine. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(
    named = "envsnap.campaign",
    matches = "full",
    disabledReason = "`./bench/campaign elsewhere` plays it")
@interface PlayedElsewhere {}
