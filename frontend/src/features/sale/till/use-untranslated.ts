import { useEffect } from "react";

/** While a till is open the browser's translator stays away: it leaves figures behind that do not change any more. */
export function useUntranslated(): void {
  useEffect(() => {
    const page = document.documentElement;
    const forGoogle = document.createElement("meta");
    forGoogle.name = "google";
    forGoogle.content = "notranslate";
    page.setAttribute("translate", "no");
    document.head.append(forGoogle);
    return () => {
      page.removeAttribute("translate");
      forGoogle.remove();
    };
  }, []);
}
