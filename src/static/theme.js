// Runs before the first paint, so a manual choice of theme never flashes. The choice is made in /settings.
try {
  const theme = localStorage.getItem('fourstep.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the system's theme holds.
}
