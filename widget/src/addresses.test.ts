import { expect, test } from "vitest";
import { dialAddress, resolved, webAddress } from "./addresses";

test.each(["https://a.example/b?c=d", "http://a.example/"])("%s may be linked", (address) => {
  expect(webAddress(address)).toBe(address);
});

test.each([
  "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "\u0001javascript:alert(1)", " https://a.example",
  "data:text/html,x", "vbscript:x", "blob:https://a.example/x", "file:///etc/passwd", "//a.example", "/path", "a.example",
  "https://user:word@a.example/", "https://", "", null,
])("%j may not", (address) => expect(webAddress(address)).toBeNull());

test("a path is resolved against the page, and what is unsafe stays unsafe", () => {
  expect(resolved("/faq/", "https://a.example/b")).toBe("https://a.example/faq/");
  expect(resolved("javascript:x", "https://a.example/")).toBeNull();
  expect(resolved(null, "https://a.example/")).toBeNull();
});

test("numbers are dialled by their digits", () => {
  expect(dialAddress("tel", "1-800-222-1222")).toBe("tel:18002221222");
  expect(dialAddress("sms", "+44 20 7946 0000")).toBe("sms:+442079460000");
  for (const none of [null, "", "ask at the desk", "1", "1+2+3"]) expect(dialAddress("tel", none)).toBeNull();
});
