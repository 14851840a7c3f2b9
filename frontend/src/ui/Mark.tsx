/** The product's mark, drawn in place: a file would be one more request before the first picture. */
export function Mark({ size }: { readonly size: number }) {
  return (
    <svg
      viewBox="0 0 512 512"
      width={size}
      height={size}
      // Beside a long name it keeps its size.
      style={{ flex: "none" }}
      aria-hidden="true"
    >
      <rect width="512" height="512" rx="112" fill="#2563EB" />
      <path
        d="M272 120h104a16 16 0 0 1 16 16v104a32 32 0 0 1-9.4 22.6L263.4 381.8a32 32 0 0 1-45.3 0l-88-88a32 32 0 0 1 0-45.3L249.4 129.4A32 32 0 0 1 272 120z"
        fill="#F9FAFB"
      />
      <circle cx="336" cy="176" r="24" fill="#2563EB" />
      <path
        d="M203 283l54 54 72-72"
        fill="none"
        stroke="#2563EB"
        strokeWidth="26"
        strokeLinecap="round"
        strokeLinejoin="round"
        transform="translate(-6 -18)"
      />
    </svg>
  );
}
