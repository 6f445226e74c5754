// What the compiler needs to find for newer language features on netstandard2.0.
namespace System.Runtime.CompilerServices;

internal static class IsExternalInit;
