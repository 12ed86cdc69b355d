// The search runs in a worker, and browsers start none for a page opened from disk. There a hidden frame runs its script instead.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      const frame = Object.assign(document.createElement("iframe"), { hidden: true });
      const script = document.createElement("script");
      script.src = new URL(url, location.href).href;
      frame.srcdoc = `<script>postMessage = data => frameElement.said(data)</script>${script.outerHTML}`;
      frame.said = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      this.ready = new Promise((resolve) => frame.addEventListener("load", () => resolve(frame.contentWindow)));
      document.documentElement.append(frame);
    }

    postMessage(data) {
      this.ready.then((inside) => inside.dispatchEvent(new MessageEvent("message", { data })));
    }
  };
}
