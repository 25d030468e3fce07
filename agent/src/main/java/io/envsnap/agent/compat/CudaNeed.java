package io.envsnap.agent.compat;

import java.util.Optional;

/**
 * What one package asks of driver and card.
 *
 * @param software the package
 * @param cuda the CUDA that it was built with; empty where only its major or nothing is known
 * @param targets the cards that it carries code for; empty where nobody looked
 * @param evidence what says so, as one clause
 * @param source where that stands
 */
record CudaNeed(
    Software software,
    CudaVersion cuda,
    Optional<KernelTargets> targets,
    String evidence,
    String source) {}
