using FsCheck;
using FsCheck.Fluent;

namespace TensorDsl.Language.Tests.Properties;

/// <summary>Random cases that are the same on every run; a failure prints the smallest failing case and the seed.</summary>
internal static class Settings
{
    private const ulong Seed = 20260801;

    public static void Holds<T>(Arbitrary<T> cases, Func<T, bool> property)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}");
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(Seed, 1), Prop.ForAll(cases, property));
    }
}
