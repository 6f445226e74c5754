using System.Reflection;

namespace TensorDsl.Generator.Elaboration.Interpretation;

/// <summary>Makes delegates of function values, for the compiled language to call.</summary>
internal static class Delegates
{
    /// <exception cref="InvalidCastException">The type is no <c>Func</c> of at most four arguments.</exception>
    public static Delegate Create(FunctionValue function, Type type)
    {
        var arguments = type.IsGenericType ? type.GetGenericArguments() : [];
        var maker = typeof(Delegates).GetMethods(BindingFlags.NonPublic | BindingFlags.Static)
            .FirstOrDefault(method => method.Name == nameof(Of) && method.ReturnType.Name == type.Name)
            ?? throw new InvalidCastException($"{type} is no Func of at most four arguments.");
        return (Delegate)maker.MakeGenericMethod(arguments).Invoke(null, [function])!;
    }

    private static Func<R> Of<R>(FunctionValue f) => () => Result<R>(f.Invoke());

    private static Func<A, R> Of<A, R>(FunctionValue f) => a => Result<R>(f.Invoke(Clr.From(a)));

    private static Func<A, B, R> Of<A, B, R>(FunctionValue f) => (a, b) => Result<R>(f.Invoke(Clr.From(a), Clr.From(b)));

    private static Func<A, B, C, R> Of<A, B, C, R>(FunctionValue f) =>
        (a, b, c) => Result<R>(f.Invoke(Clr.From(a), Clr.From(b), Clr.From(c)));

    private static Func<A, B, C, D, R> Of<A, B, C, D, R>(FunctionValue f) =>
        (a, b, c, d) => Result<R>(f.Invoke(Clr.From(a), Clr.From(b), Clr.From(c), Clr.From(d)));

    private static R Result<R>(object? value) => (R)Clr.To(value, typeof(R))!;
}
