extern alias generator;

using System.Runtime.CompilerServices;
using generator::TensorDsl.Generator.Verification;

namespace TensorDsl.Generator.Tests.Support;

/// <summary>Has every stage of every test checked, also where the generator is no debug build.</summary>
internal static class VerifiedStages
{
    [ModuleInitializer]
    internal static void TurnOn() => Verifier.IsOn = true;
}
